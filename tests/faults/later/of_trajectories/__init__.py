"""The portal's own migrations, and after them those of the next version."""

from pkgutil import iter_modules

from trajectories import migrations

__path__ += migrations.__path__  # Django looks for migrations in both
LAST = max(module.name for module in iter_modules(migrations.__path__))
