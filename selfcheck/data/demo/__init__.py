"""A made-up person's pages and pictures, bundled: the whole app can be tried with nothing sent anywhere."""
