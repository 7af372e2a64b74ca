"""How things reach the page: elements, figures, pictures, author text, and the bridge to a live kernel."""
