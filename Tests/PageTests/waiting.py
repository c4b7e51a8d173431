"""Waiting for what the page comes to. Its policy forbids the way in which Playwright would."""

import time


def until(page, expression, arg=None, seconds=20):
    """Waits until an expression of JavaScript is true; gives what it is then."""
    end = time.monotonic() + seconds
    while True:
        value = page.evaluate(expression, arg)
        if value:
            return value
        assert time.monotonic() < end, f"not within {seconds} s: {expression}"
        page.wait_for_timeout(30)
