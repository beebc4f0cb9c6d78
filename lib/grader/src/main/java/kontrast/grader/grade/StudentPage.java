package kontrast.grader.grade;

/** The page for one learner: points, and reasons as far as the rules show them; never the expected results. */
final class StudentPage {

    private StudentPage() {}

    /**
     * Draws the page.
     *
     * @param set the set's name
     * @param score what the learner got
     * @param feedback what may be shown
     * @return HTML that needs nothing else
     */
    static String html(String set, Score score, SetRules.Feedback feedback) {
        Page page = new Page(set + ": " + score.student());
        page.add("<p class=\"soft\">").add(Page.text(set)).add("</p><h1>");
        page.add(Page.text(score.student())).add("</h1><div class=\"tile\"><b>");
        page.add(Numbers.plain(score.earned())).add(" of ").add(Numbers.plain(score.points()));
        page.add("</b><span class=\"soft\">points</span></div>");
        if (score.share() < 1) {
            page.add("<div class=\"tile\"><b>").add(Numbers.plain(score.raw()));
            page.add("</b><span class=\"soft\">before the late penalty</span></div>");
        }
        score.notes()
                .forEach(n -> page.add("<p class=\"note\">").add(Page.text(n)).add("</p>"));
        score.questions().forEach(q -> card(page, q, feedback));
        page.add("<p class=\"soft\">").add(Page.text(score.file())).add("</p>");
        return page.toString();
    }

    private static void card(Page page, Score.Question question, SetRules.Feedback feedback) {
        page.add("<div class=\"card ").add(Page.colour(question)).add("\"><div class=\"head\"><span>");
        page.add("<b>").add(Page.text(question.id())).add("</b> ");
        page.add(Page.text(question.title())).add("</span><span class=\"n\">");
        page.add(Numbers.plain(question.earned())).add(" of ");
        page.add(Numbers.plain(question.points())).add("</span></div>");
        String message = message(question, feedback);
        if (!message.isEmpty()) {
            page.add("<p>").add(Page.text(message)).add("</p>");
        }
        if (feedback.messages() && !question.example().isEmpty()) {
            page.add("<p class=\"soft\">By hand: ")
                    .add(Page.text(question.example()))
                    .add("</p>");
        }
        if (feedback.hiddenTests() && !question.findings().isEmpty()) {
            page.add("<ul>");
            for (Score.Finding finding : question.findings()) {
                page.add(finding.held() ? "<li>&#10003; " : "<li>&#10007; ");
                page.add(Page.text(finding.property()));
                if (!finding.held()) {
                    page.add("<div class=\"fault\">")
                            .add(Page.text(finding.fault()))
                            .add("</div>");
                }
                page.add("</li>");
            }
            page.add("</ul>");
        }
        page.add("</div>\n");
    }

    /** What the rules allow to say. */
    static String message(Score.Question question, SetRules.Feedback feedback) {
        return switch (question.status()) {
            case PASSED -> "";
            case NOT_WRITTEN -> "Not written.";
            case UNGRADED -> "Not graded yet.";
            case ERROR -> sentence(question.reason());
            case FAILED -> {
                String fits = question.fitsPublicOnly()
                        ? "The answer passes the check in the notebook, but not on fresh inputs:"
                                + " does it fit those inputs only? "
                        : "";
                yield feedback.messages() ? fits + question.message() : fits.strip();
            }
        };
    }

    private static String sentence(String reason) {
        return reason.isEmpty()
                ? ""
                : Character.toUpperCase(reason.charAt(0))
                        + reason.substring(1)
                        + (reason.matches("(?s).*[.?!)]") ? "" : ".");
    }
}
