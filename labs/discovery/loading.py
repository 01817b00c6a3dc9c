"""Loads a prototype from its source: never from stale bytecode, and as often as its author saves it."""

import importlib.util
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from feedback.errors import AuthorError, Finding
from labs.discovery.mishaps import finding_of
from labs.service import Service, for_region

_loading = threading.RLock()


class _FreshLoader(SourceFileLoader):
    """Compiles the source each time. Two saves within a second leave bytecode that looks current and is
    not.
    """

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return compile(Path(path).read_bytes(), path, "exec", dont_inherit=True)


class _FreshFinder(MetaPathFinder):
    """Finds the further modules of one prototype, so that its relative imports are fresh, too."""

    def __init__(self, package: str) -> None:
        self.prefix = f"{package}."

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not fullname.startswith(self.prefix):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _FreshLoader(spec.loader.name, spec.loader.path)
        return spec


@contextmanager
def _fresh(package: str) -> Iterator[None]:
    finder = _FreshFinder(package)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def load_service(path: Path, name: str, region: str = "") -> Service:
    """Return the service that a file declares, as the module `prototypes.NAME`; relative imports work.

    With a regional key it is the service of that region. Whatever goes wrong is an AuthorError with file and line.
    The version loaded before stays in place until the new one is whole.
    """
    package = f"prototypes.{name}"
    with _loading:
        before = {key: sys.modules.pop(key) for key in _modules(package)}
        try:
            with for_region(region):
                service = _service_in(_executed(path, package), path, name)
            if region and service.params is None:
                raise AuthorError([_without_params(service, region)])
            return service
        except AuthorError:
            for key in _modules(package):
                del sys.modules[key]
            sys.modules.update(before)
            raise


def _without_params(service: Service, region: str) -> Finding:
    what = f"`{service.id}` has no parameters, so there is none for the region `{region}`."
    fix = "Write `Service(..., params=read_params(__file__, ...))`."
    return Finding("params.none", "error", str(service.source), what, fix)


def _modules(package: str) -> list[str]:
    return [key for key in sys.modules if key == package or key.startswith(f"{package}.")]


def _executed(path: Path, package: str) -> ModuleType:
    folder = [str(path.parent)] if path.name == "__init__.py" else None
    spec = importlib.util.spec_from_file_location(
        package, path, loader=_FreshLoader(package, str(path)), submodule_search_locations=folder
    )
    if spec is None or spec.loader is None:
        raise AuthorError([Finding("file-unreadable", "error", str(path), "The file cannot be loaded.", "")])
    module = importlib.util.module_from_spec(spec)
    sys.modules[package] = module
    try:
        with _fresh(package):
            spec.loader.exec_module(module)
    except AuthorError:
        raise
    except (Exception, SystemExit) as error:
        raise AuthorError([finding_of(error, path)]) from error
    return module


def _service_in(module: ModuleType, path: Path, name: str) -> Service:
    found = vars(module).get("service")
    if isinstance(found, Service):
        return found
    services = [value for value in vars(module).values() if isinstance(value, Service)]
    if len(services) == 1:
        return services[0]
    what = f"The file declares {len(services) or 'no'} services, none of them named `service`."
    raise AuthorError(
        [Finding("service-missing", "error", f"{path}:1", what, f'Write `service = Service("{name}", ...)`.')]
    )
