"""Facts and words of the steps: data files, one folder of facts and one folder of words for each language."""
