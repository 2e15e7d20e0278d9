"""A made-up kommun, built the same way every time, with the dirt that real exports have.

Read `flows.demo.build` first: it tells the whole story. `flows.demo.truth` knows the truth, `flows.demo.exports` the dirt.
"""
