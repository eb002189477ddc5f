"""The lessons as they are installed; a module each. From then on trainers own the text."""
