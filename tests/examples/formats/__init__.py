"""Writers of the platforms' own file formats, byte quirks included. They know nothing of the brands."""
