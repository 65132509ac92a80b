"""The console command `kenno`: Django's management commands under the product's name."""

import os
import sys

from django.core.management import ManagementUtility


def main() -> None:
    """Run the management command named on the command line; dashes may stand for underscores."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    arguments = ["kenno", *sys.argv[1:]]
    if len(arguments) > 1 and not arguments[1].startswith("-"):
        arguments[1] = arguments[1].replace("-", "_")
    ManagementUtility(arguments).execute()


if __name__ == "__main__":
    main()
