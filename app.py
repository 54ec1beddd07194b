"""God Start, put together: settings, extensions, mounts, guards, commands."""

import gc

gc.disable()  # what is read at the start stays: to look for garbage in it, again and again, takes a third of the start

from flask import Flask  # noqa: E402
from werkzeug.middleware.proxy_fix import ProxyFix  # noqa: E402

from blueprints import assets, door, errors, frame, headers, language, logs, mount, ready, rules, web  # noqa: E402
from blueprints.running import commands, turns  # noqa: E402
from config import Settings  # noqa: E402

gc.freeze()
# A request leaves it fourteen objects. To look at each seven hundred in use, as Python does, took a twentieth of a page's time.
gc.set_threshold(10_000, 10, 10)
gc.enable()


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from `settings`, or from the environment."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__, static_folder=None, instance_path=str(settings.instance_path))
    app.config.update(settings.to_flask())
    turns.register(app)
    if settings.trusted_proxies:
        proxies = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    for part in (logs, frame, headers, language, errors, door, web, ready, assets, commands):
        part.register(app)
    mount(app)
    rules.check_routes(app)
    return app
