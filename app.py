"""God Start, put together: settings, extensions, mounts, guards, commands."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from blueprints import assets, door, errors, frame, headers, language, logs, mount, ready, rules, web
from blueprints.running import commands, turns
from config import Settings


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
