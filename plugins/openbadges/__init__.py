"""An Open Badge (version 3.0) for each certificate: inside its PDF, and to download."""
