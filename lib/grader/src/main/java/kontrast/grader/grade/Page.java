package kontrast.grader.grade;

import kontrast.grader.check.HtmlText;

/** What the pages of a class share: one style, no script, nothing from elsewhere. */
final class Page {

    private static final String STYLE = """
            :root{--ink:#1f2933;--soft:#5b6b7b;--line:#d9dfe5;--ground:#fff;--good:#2e7d32;--part:#b7791f;
            --bad:#b3541e;--none:#8a97a3}
            @media(prefers-color-scheme:dark){:root{--ink:#e4e7eb;--soft:#9aa5b1;--line:#3b4652;
            --ground:#1a2027;--good:#66bb6a;--part:#e0a84a;--bad:#e07b4a;--none:#66737f}}
            body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:64em;padding:1.5em 1.2em 4em;
            color:var(--ink);background:var(--ground)}
            h1{font-size:1.6em;margin:.2em 0}h2{font-size:1.15em;margin:2em 0 .5em}
            .soft{color:var(--soft)}a{color:inherit}
            table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
            th,td{padding:4px 9px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
            th{font-weight:600;font-size:.9em;color:var(--soft);vertical-align:bottom}
            .n{text-align:right;white-space:nowrap}td.n:first-child,th.n:first-child{width:5em}
            .key{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin:0 .3em 0 .8em}
            .tile{display:inline-block;margin:.4em 2.2em .4em 0}.tile b{display:block;font-size:1.7em;line-height:1.2}
            .mark{display:inline-block;min-width:2.6em;text-align:center;border-radius:3px;padding:0 .3em}
            .full{background:color-mix(in srgb,var(--good) 22%,transparent)}
            .part{background:color-mix(in srgb,var(--part) 24%,transparent)}
            .zero{background:color-mix(in srgb,var(--bad) 22%,transparent)}
            .empty{background:color-mix(in srgb,var(--none) 18%,transparent)}
            .bar{display:flex;height:12px;border-radius:3px;overflow:hidden;background:var(--line);min-width:9em;margin-top:5px}
            .bar i{display:block}
            .card{border:1px solid var(--line);border-left:6px solid var(--none);border-radius:4px;
            padding:9px 14px;margin:10px 0;break-inside:avoid}
            .card.full{border-left-color:var(--good);background:none}.card.part{border-left-color:var(--part);background:none}
            .card.zero{border-left-color:var(--bad);background:none}.card.empty{background:none}
            .head{display:flex;justify-content:space-between;gap:1em}.card p{margin:6px 0 0}
            .card ul{list-style:none;margin:6px 0 0;padding:0 0 0 .4em}.fault{color:var(--soft);padding-left:1.4em}
            svg{max-width:100%;height:auto}svg text{fill:var(--soft);font:12px system-ui,sans-serif}
            .note{border-left:3px solid var(--part);padding:2px 10px;margin:8px 0}
            """;

    private final StringBuilder html = new StringBuilder();

    Page(String title) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.append("<title>").append(text(title)).append("</title><style>");
        html.append(STYLE).append("</style></head><body>\n");
    }

    /** Adds HTML. */
    Page add(String more) {
        html.append(more);
        return this;
    }

    /** Without characters that command a terminal, or turn the direction of what follows. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n]]", "")
                .replaceAll("[\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]", "");
    }

    /** Text of anybody's as HTML. */
    static String text(String text) {
        return HtmlText.escape(plain(text));
    }

    /** The class of a question's colour. */
    static String colour(Score.Question question) {
        if (question.status() == Score.Status.NOT_WRITTEN) {
            return "empty";
        }
        return question.earned() >= question.points() && question.points() > 0
                ? "full"
                : question.earned() > 0 ? "part" : "zero";
    }

    @Override
    public String toString() {
        return html + "</body></html>\n";
    }
}
