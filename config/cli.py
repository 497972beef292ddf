"""The command line `giaoban`: our own verbs by their names, Django's reachable behind them."""

import os
import sys

from django.core.management import execute_from_command_line

from giaoban.interfaces.commands.management.commands import run, serve_demo

SERVING = {"run": run.Command, "serve_demo": serve_demo.Command}
HELP = """giaoban VERB [options]

  run                    phục vụ hệ thống / serve the system
  demo                   nạp bản trình diễn / load the demonstration
  check                  kiểm tra cài đặt / check the installation
  consolidate PERIOD --unit CODE --format table|json|csv|xlsx|docx
  export-form PERIOD --unit CODE  ghi mẫu bảng tính của đơn vị / write a unit's workbook
  import-units FILE      nạp đơn vị / import units from CSV
  import-boundaries FILE nạp địa giới / import boundaries from GeoJSON
  search-index           cập nhật chỉ mục tìm kiếm / bring the search index up to date
  verify                 kiểm nhật ký, tổng hợp, lượt truy cập / verify audit chain, roll-ups, visits

giaoban VERB --help tells more."""


def main() -> None:
    """Run one verb; `import-units` is the management command import_units."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if len(sys.argv) < 2 or sys.argv[1] in {"help", "-h", "--help"}:
        print(HELP)
        return
    verb = sys.argv[1].replace("-", "_")
    if verb in {"serve_demo", "demo"}:
        os.environ.setdefault("GIAOBAN_DEMO", "1")
    if verb == "serve_demo":  # the site the source article stood on had counted this many visits
        os.environ.setdefault("GIAOBAN_VISITS_OFFSET", "892359")
    if verb in SERVING:  # these load Django themselves, and only where something is left to prepare
        SERVING[verb]().run_from_argv(["giaoban", verb, *sys.argv[2:]])
        return
    execute_from_command_line(["giaoban", verb, *sys.argv[2:]])


if __name__ == "__main__":
    main()
