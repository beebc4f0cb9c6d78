package kontrast.kernel;

import java.util.List;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Shows a Tablesaw table as an HTML table, without knowing Tablesaw when this is compiled. */
final class TableView {
    private static final int MOST_ROWS = 20;

    private TableView() {}

    static boolean isTable(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (each.getName().equals("tech.tablesaw.table.Relation")) {
                return true;
            }
        }
        return false;
    }

    static void render(Object table, RenderContext context) {
        context.renderIfRequested(MIMEType.TEXT_HTML, () -> html(table));
        context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> call(table, "print", int.class, MOST_ROWS));
    }

    private static String html(Object table) {
        int rows = (int) call(table, "rowCount");
        List<?> columns = (List<?>) call(table, "columns");
        StringBuilder html = new StringBuilder("<table>\n<thead><tr>");
        for (Object column : columns) {
            html.append("<th>").append(escape(call(column, "name"))).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        int head = rows <= MOST_ROWS ? rows : MOST_ROWS / 2;
        for (int row = 0; row < head; row++) {
            row(columns, row, html);
        }
        if (head < rows) {
            html.append("<tr>").append("<td>...</td>".repeat(columns.size())).append("</tr>\n");
            for (int row = rows - MOST_ROWS / 2; row < rows; row++) {
                row(columns, row, html);
            }
        }
        html.append("</tbody>\n</table>\n<p>");
        Object name = call(table, "name");
        html.append(name == null ? "" : escape(name) + ": ");
        return html.append(rows)
                .append(rows == 1 ? " row, " : " rows, ")
                .append(columns.size())
                .append(columns.size() == 1 ? " column</p>" : " columns</p>")
                .toString();
    }

    private static void row(List<?> columns, int row, StringBuilder html) {
        html.append("<tr>");
        for (Object column : columns) {
            Object cell = call(column, "getString", int.class, row);
            html.append("<td>").append(escape(cell)).append("</td>");
        }
        html.append("</tr>\n");
    }

    private static String escape(Object text) {
        return Javadoc.escape(String.valueOf(text));
    }

    private static Object call(Object target, String method) {
        try {
            return target.getClass().getMethod(method).invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Tablesaw has no " + method + "()", e);
        }
    }

    private static Object call(Object target, String method, Class<?> type, Object argument) {
        try {
            return target.getClass().getMethod(method, type).invoke(target, argument);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Tablesaw has no " + method + "(int)", e);
        }
    }
}
