"""A kommun's folder: what it may say, how it is read and checked, and how a new one is made."""
