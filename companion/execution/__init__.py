"""Running the chapters' notebooks: kernels, the cache of what they print, what it depends on."""
