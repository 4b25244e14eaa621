"""Protocol fuzzing: messages from a seed, and a session that holds the server to its promises."""
