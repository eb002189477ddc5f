# What Python and its tools make. Keep the compiled translations (*.mo): they are installed too.
__pycache__/
*.egg-info/
/build/
/dist/
/.pytest_cache/
