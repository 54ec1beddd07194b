"""The domain shelf: one module or package per capability, and no web in any of them."""
