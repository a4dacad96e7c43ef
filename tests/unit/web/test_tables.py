"""A row of a table as a phone shows it."""

from markupsafe import Markup

from registry.kernel.web.pages.tables import stacked


def test_each_cell_of_a_row_names_its_column_for_a_phone_and_keeps_its_role() -> None:
    row = Markup('<th scope="row"><code>a.b</code></th>\n<td class="x">1 &lt; 2</td><td></td>')
    assert stacked(row, ["Имя", 'He said "no" & left']) == Markup(
        '<th scope="row" role="rowheader" data-label="Имя"><div><code>a.b</code></div></th>\n'
        '<td class="x" role="cell" data-label="He said &#34;no&#34; &amp; left">'
        '<div>1 &lt; 2</div></td><td role="cell" data-label=""><div></div></td>'
    )
