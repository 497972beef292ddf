"""Units as of a date, on the register of Phổ Yên that the demonstration loads."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from giaoban.demo.registers import load_units
from giaoban.domain.audit.models import Entry
from giaoban.domain.orgs import operations, queries
from giaoban.domain.orgs.models import Level, Succession, Unit
from giaoban.lib.text import collation_key
from tests.factories.orgs import make_bloc, make_unit

OLD, CITY, NEW = date(2020, 7, 10), date(2022, 4, 10), date(2025, 7, 10)

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(at: datetime) -> list[Unit]:
    return load_units(at=at, acting_user=None)


def communes(day: date) -> list[Unit]:
    town = queries.unit_on("172", day)
    return list(queries.children_on(town, day).filter(level=Level.COMMUNE))


@pytest.mark.usefixtures("register")
class TestRegister:
    @pytest.mark.parametrize(
        ("code", "day", "name"),
        [
            ("05860", OLD, "phường Ba Hàng"),
            ("05860", NEW, "phường Phổ Yên"),
            ("05857", OLD, "phường Bắc Sơn"),
            ("05857", NEW, "phường Phúc Thuận"),
            ("05890", OLD, "xã Nam Tiến"),
            ("05890", CITY, "phường Nam Tiến"),
            ("05890", NEW, "phường Vạn Xuân"),
            ("05869", date(2022, 4, 9), "xã Hồng Tiến"),
            ("05869", date(2022, 4, 10), "phường Hồng Tiến"),
            ("05488", NEW, "xã Đại Phúc"),
            ("172", OLD, "thị xã Phổ Yên"),
            ("172", CITY, "thành phố Phổ Yên"),
        ],
    )
    def test_a_code_names_a_unit_only_with_a_day(self, code: str, day: date, name: str) -> None:
        assert queries.unit_on(code, day).name == name

    @pytest.mark.parametrize(("code", "day"), [("172", NEW), ("05863", NEW), ("05488", OLD), ("99999", OLD)])
    def test_no_unit_on_that_day(self, code: str, day: date) -> None:
        with pytest.raises(queries.NoSuchUnit, match=code):
            queries.unit_on(code, day)

    def test_eighteen_units_four_wards_in_2020_thirteen_from_2022(self) -> None:
        assert [sum(unit.kind == kind for unit in communes(OLD)) for kind in ("phường", "xã")] == [4, 14]
        assert [sum(unit.kind == kind for unit in communes(CITY)) for kind in ("phường", "xã")] == [13, 5]

    def test_sorted_by_name_the_eighteen_stand_in_vietnamese_order(self) -> None:
        names = [unit.short_name for unit in sorted(communes(OLD), key=lambda unit: unit.sort_key)]
        assert names == sorted(names, key=collation_key)
        assert names[:4] == ["Ba Hàng", "Bãi Bông", "Bắc Sơn", "Đắc Sơn"]

    def test_the_new_ward_came_from_four(self) -> None:
        ward = queries.unit_on("05860", NEW)
        origins = queries.origins_on(ward, date(2024, 12, 14))
        assert [origin.unit.short_name for origin in origins] == ["Ba Hàng", "Bãi Bông", "Đắc Sơn", "Hồng Tiến"]
        assert {origin.share for origin in origins} == {Decimal(1)}

    def test_origins_reach_through_the_change_of_kind_of_2022(self) -> None:
        ward = queries.unit_on("05860", NEW)
        kinds = {origin.unit.short_name: origin.unit.kind for origin in queries.origins_on(ward, OLD)}
        assert kinds == {"Ba Hàng": "phường", "Bãi Bông": "phường", "Đắc Sơn": "xã", "Hồng Tiến": "xã"}

    def test_phuc_tan_left_to_dai_phuc(self) -> None:
        row = Succession.objects.get(predecessor__code="05863", successor__code="05488")
        assert (row.predecessor.name, row.successor.name) == ("xã Phúc Tân", "xã Đại Phúc")

    def test_a_unit_that_existed_is_its_own_origin(self) -> None:
        ward = queries.unit_on("05860", OLD)
        assert [origin.unit for origin in queries.origins_on(ward, OLD)] == [ward]

    def test_the_tree_is_read_with_one_query(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        town, ward = queries.unit_on("172", OLD), queries.unit_on("05860", OLD)
        with django_assert_num_queries(1):
            tree = queries.tree_on(OLD)
        assert ward.pk in tree.subtree(town.pk)
        assert tree.ancestors(ward.pk)[0] == town.pk
        assert tree.ancestors(ward.pk) == queries.ancestors_on(ward, OLD)

    def test_a_code_cannot_name_two_units_at_once(self, at: datetime) -> None:
        with pytest.raises(operations.UnitRefused, match="05860"):
            operations.found_unit(
                code="05860", kind="phường", short_name="Khác", level=Level.COMMUNE, valid_from=OLD, at=at,
                acting_user=None,
            )  # fmt: skip

    def test_shares_of_a_split_do_not_pass_one(self, at: datetime) -> None:
        with pytest.raises(operations.UnitRefused, match="vượt quá 1"):
            operations.record_succession(
                predecessor=queries.unit_on("05863", OLD), successor=queries.unit_on("05857", NEW),
                on=date(2025, 7, 1), decree="", share=Decimal("0.5"), at=at, acting_user=None,
            )  # fmt: skip


@pytest.mark.usefixtures("register")
def test_a_parent_that_does_not_hold_then_refuses_the_whole_import(at: datetime) -> None:
    before = Unit.objects.count()
    rows = [
        operations.UnitRow("A1", "xã", "Một", Level.COMMUNE, date(2020, 1, 1), parent="172"),
        operations.UnitRow("A2", "xã", "Hai", Level.COMMUNE, date(2026, 1, 1), parent="172"),
    ]
    with pytest.raises(operations.UnitRefused, match="A2"):
        operations.import_units(rows=rows, at=at, acting_user=None)
    assert Unit.objects.count() == before


def test_boundaries_are_polygons(at: datetime) -> None:
    unit = operations.found_unit(
        code="1", kind="xã", short_name="Thử", level=Level.COMMUNE, valid_from=OLD, at=at, acting_user=None
    )
    with pytest.raises(operations.UnitRefused, match="Polygon"):
        operations.set_boundary(
            unit=unit, geometry={"type": "Point", "coordinates": [1, 2]}, source="x", at=at, acting_user=None
        )
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    operations.set_boundary(unit=unit, geometry=square, source="tệp thử", at=at, acting_user=None)
    operations.set_boundary(unit=unit, geometry=square, source="tệp mới", at=at, acting_user=None)
    assert [row.source for row in unit.boundaries.all()] == ["tệp mới"]


def test_sectors_and_blocs_are_made_once_and_recorded(at: datetime) -> None:
    acting: dict[str, Any] = {"at": at, "acting_user": None}
    sector = operations.define_sector(code="YT", name=" Y  tế", name_en="Health", position=2, **acting)
    assert sector.name == "Y tế"
    town = operations.found_unit(code="172", kind="thị xã", short_name="Phổ Yên", level=Level.TOWN, valid_from=OLD,
                                 **acting)  # fmt: skip
    bloc = operations.form_bloc(code="kg", name="Khối khoa giáo", coordinator=town, territory=town, **acting)
    told = list(Entry.objects.order_by("number").values_list("act", "target"))
    assert told[0] == ("orgs.define_sector", f"orgs.sector:{sector.pk}")
    assert told[-1] == ("orgs.form_bloc", f"orgs.bloc:{bloc.pk}")
    with pytest.raises(operations.UnitRefused, match="YT"):
        operations.define_sector(code="YT", name="Khác", name_en="Other", position=3, **acting)
    with pytest.raises(operations.UnitRefused, match="kg"):
        operations.form_bloc(code="kg", name="Khác", coordinator=town, territory=town, **acting)


def test_members_join_behind_those_there_are_and_none_twice(at: datetime) -> None:
    town = make_unit("172", "Phổ Yên", kind="thị xã", level=Level.TOWN)
    first, second, third = (make_unit(f"0586{n}", f"Xã {n}", parent=town) for n in range(3))
    bloc = make_bloc(town, town, [first])
    operations.join_members(bloc=bloc, units=[third, second], valid_from=date(2020, 1, 1), at=at, acting_user=None)
    assert list(queries.members_of(bloc, date(2020, 7, 13))) == [first, third, second]
    with pytest.raises(operations.UnitRefused, match="đã là thành viên"):
        operations.join_members(bloc=bloc, units=[first], valid_from=date(2021, 1, 1), at=at, acting_user=None)
    assert bloc.memberships.count() == 3
