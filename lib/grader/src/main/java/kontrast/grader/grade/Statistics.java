package kontrast.grader.grade;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a class did at one question.
 *
 * @param id the exercise
 * @param title its title
 * @param points what it is worth
 * @param mean the mean of the points
 * @param full how many have all points
 * @param part how many have some
 * @param zero how many have none, though something was written
 * @param empty how many wrote nothing
 * @param mistakes the recognised mistakes and how often each was made, the commonest first
 */
record Statistics(
        String id,
        String title,
        double points,
        double mean,
        int full,
        int part,
        int zero,
        int empty,
        Map<String, Integer> mistakes) {

    /**
     * Counts.
     *
     * @param scores the class, with one or more submissions
     * @param index which question
     * @return the counts
     */
    static Statistics of(List<Score> scores, int index) {
        int[] counts = new int[4];
        double sum = 0;
        Map<String, Integer> mistakes = new LinkedHashMap<>();
        for (Score score : scores) {
            Score.Question question = score.questions().get(index);
            sum += question.earned();
            counts[List.of("full", "part", "zero", "empty").indexOf(Page.colour(question))]++;
            question.misconception().ifPresent(name -> mistakes.merge(name, 1, Integer::sum));
        }
        Map<String, Integer> sorted = new LinkedHashMap<>();
        mistakes.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        Score.Question first = scores.get(0).questions().get(index);
        return new Statistics(
                first.id(),
                first.title(),
                first.points(),
                sum / scores.size(),
                counts[0],
                counts[1],
                counts[2],
                counts[3],
                sorted);
    }

    /** The median of the totals. */
    static double median(List<Score> scores) {
        double[] totals = scores.stream().mapToDouble(Score::earned).sorted().toArray();
        int half = totals.length / 2;
        return totals.length % 2 == 1 ? totals[half] : (totals[half - 1] + totals[half]) / 2;
    }
}
