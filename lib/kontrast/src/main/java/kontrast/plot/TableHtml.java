package kontrast.plot;

import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A Tablesaw table as HTML, for {@code display(TableHtml.of(table), "text/html")}. */
public final class TableHtml {

    private static final int SHOWN = 40;

    private TableHtml() {}

    /**
     * Returns the table's first 40 rows.
     *
     * @param table any table
     * @return HTML; floating-point numbers have 4 significant digits or fewer
     */
    public static String of(Table table) {
        StringBuilder html = new StringBuilder("<table class=\"kontrast-table\">");
        if (table.name() != null && !table.name().isBlank()) {
            html.append("<caption>").append(Markup.escape(table.name())).append("</caption>");
        }
        html.append("<thead><tr>");
        for (Column<?> column : table.columns()) {
            html.append("<th>").append(Markup.escape(column.name())).append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (int i = 0; i < Math.min(SHOWN, table.rowCount()); i++) {
            html.append("<tr>");
            for (int j = 0; j < table.columnCount(); j++) {
                html.append("<td>").append(cell(table.column(j), i)).append("</td>");
            }
            html.append("</tr>");
        }
        html.append("</tbody></table>");
        if (table.rowCount() > SHOWN) {
            html.append("<p>The first %d of %d rows.</p>".formatted(SHOWN, table.rowCount()));
        }
        return html.toString();
    }

    private static String cell(Column<?> column, int row) {
        if (column.isMissing(row)) {
            return "";
        }
        Object value = column.get(row);
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return number == Math.rint(number) && Math.abs(number) < 1e9
                    ? Long.toString((long) number)
                    : new java.math.BigDecimal(number)
                            .round(new java.math.MathContext(4))
                            .stripTrailingZeros()
                            .toPlainString();
        }
        return Markup.escape(String.valueOf(value));
    }
}
