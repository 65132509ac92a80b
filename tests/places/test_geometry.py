from kenno.places.geometry import beside, centre, ground, outline


def test_centre_is_in_whole_units_east_and_south() -> None:
    assert centre((0, 0)) == (0, 0)
    assert centre((1, 0)) == (42, 0)
    assert centre((0, 1)) == (21, 36)
    assert centre((-1, 2)) == (0, 72)


def test_beside_gives_six_cells() -> None:
    assert beside((2, 3)) == [(3, 2), (3, 3), (2, 4), (1, 4), (1, 3), (2, 2)]


def test_outline_of_one_cell_is_its_hexagon() -> None:
    assert outline([(0, 0)]) == "M-21 -12l0 24 21 12 21 -12 0 -24 -21 -12z"


def test_outline_of_two_cells_leaves_out_the_side_between() -> None:
    drawn = outline([(0, 0), (1, 0)])
    assert drawn.count("M") == 1
    assert drawn.count("z") == 1
    assert len(drawn.split("l")[1].removesuffix("z").split()) == 2 * 9


def test_outline_of_islands_has_a_line_for_each() -> None:
    assert outline([(0, 0), (5, 0)]).count("M") == 2


def test_ground_draws_borders_between_regions_only() -> None:
    same = ground(frozenset({((0, 0), 1), ((1, 0), 1)}))
    different = ground(frozenset({((0, 0), 1), ((1, 0), 2)}))
    assert same.borders == ""
    assert different.borders == "M21 -12l0 24"
    assert same.land == different.land


def test_ground_joins_the_sides_of_a_border() -> None:
    cells = {((0, 0), 1), ((1, 0), 2), ((1, -1), 2)}
    assert ground(frozenset(cells)).borders == "M0 -24l21 12 0 24"


def test_ground_fits_all_cells_into_its_box() -> None:
    assert ground(frozenset({((0, 0), 1), ((0, 1), 1)})).box == (-24, -27, 69, 90)


def test_ground_of_nothing_is_empty() -> None:
    assert ground(frozenset()).land == ""
    assert ground(frozenset()).borders == ""
