"""A made-up kommun, built the same way every time, with the dirt that real exports have."""
