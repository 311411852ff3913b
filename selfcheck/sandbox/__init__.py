"""The process that reads hostile bytes: pages and lists are parsed, pictures opened and faces found in it, never here.

A room of its own because it joins readers, imports, images and faces on one side, as session does on the other. The
parent sends bytes and gets small numbers and short strings back, and believes none of them unchecked.
"""
