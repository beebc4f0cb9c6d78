package kontrast.grader.check;

/** Draws a report as HTML that needs no script and no style sheet, on light and dark grounds. */
final class Card {

    private Card() {}

    static String html(Report report) {
        String colour = switch (report.verdict()) {
            case PASSED -> "#2e7d32";
            case FAILED -> "#b3541e";
            case NOT_WRITTEN -> "#5b6b7b";
        };
        StringBuilder html = new StringBuilder();
        html.append("<div style=\"border:1px solid ").append(colour);
        html.append(";border-left-width:6px;border-radius:4px;padding:8px 12px;max-width:46em;");
        html.append("font-family:sans-serif;font-size:14px;line-height:1.45\">");
        html.append("<div style=\"display:flex;justify-content:space-between;gap:1em\"><span>");
        // White on the colour, since no colour of a text has enough contrast on white and on black grounds.
        html.append("<b style=\"color:#fff;background:").append(colour);
        html.append(";border-radius:3px;padding:1px 6px\">");
        html.append(sign(report)).append(' ').append(report.mark()).append("</b> &nbsp;");
        html.append(HtmlText.escape(report.id())).append(' ').append(HtmlText.escape(report.title()));
        html.append("</span><span style=\"white-space:nowrap\">").append(HtmlText.escape(report.score()));
        html.append("</span></div>");
        paragraph(html, report.message(), "margin:6px 0 0");
        if (!report.example().isEmpty()) {
            paragraph(
                    html,
                    "By hand: " + report.example(),
                    "margin:6px 0 0;padding-left:10px;border-left:2px solid #9996");
        }
        if (!report.findings().isEmpty()) {
            long held =
                    report.findings().stream().filter(f -> f.fault().isEmpty()).count();
            html.append("<details style=\"margin-top:6px\"><summary>").append(held);
            html.append(" of ").append(report.findings().size());
            html.append(" properties hold</summary><ul style=\"margin:4px 0 0;padding-left:1.4em;");
            html.append("list-style:none\">");
            for (Report.Finding finding : report.findings()) {
                String sign = finding.fault().isEmpty() ? "&#10003; " : finding.isTried() ? "&#10007; " : "&#8211; ";
                html.append("<li>").append(sign);
                html.append(HtmlText.escape(finding.text()));
                finding.fault()
                        .ifPresent(fault -> html.append("<br><span style=\"opacity:.75\">")
                                .append(HtmlText.escape(fault))
                                .append("</span>"));
                html.append("</li>");
            }
            html.append("</ul></details>");
        }
        report.progress().ifPresent(progress -> progress(html, progress));
        return html.append("</div>").toString();
    }

    /** A thin bar, and under it what is left. */
    private static void progress(StringBuilder html, SetProgress progress) {
        long percent = Math.round(100 * progress.earned() / Math.max(1e-9, progress.points()));
        html.append("<div style=\"margin-top:8px;height:4px;border-radius:2px;background:#9994\">");
        html.append("<div style=\"height:4px;border-radius:2px;background:#2e7d32;width:");
        html.append(percent).append("%\"></div></div>");
        html.append("<div style=\"font-size:12px;opacity:.75\">");
        html.append(HtmlText.escape(progress.toString())).append("</div>");
    }

    private static String sign(Report report) {
        return switch (report.verdict()) {
            case PASSED -> "&#10003;";
            case FAILED -> "&#10007;";
            case NOT_WRITTEN -> "&#9675;";
        };
    }

    private static void paragraph(StringBuilder html, String text, String style) {
        if (!text.isEmpty()) {
            html.append("<p style=\"").append(style).append("\">").append(HtmlText.escape(text));
            html.append("</p>");
        }
    }
}
