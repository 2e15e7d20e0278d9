"""Goals: backward plans, where they stand, where they are heading, and the activities that carry them."""
