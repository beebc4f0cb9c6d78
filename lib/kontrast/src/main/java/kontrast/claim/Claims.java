package kontrast.claim;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The list of what the lectures claim: a method a row of the syllabus. */
public final class Claims {

    private Claims() {}

    /**
     * Returns all claims.
     *
     * @return the rows of the syllabus in their order, then the faulty runs of the exercises
     */
    public static List<Claim> all() {
        Stream<Claim> rows = Stream.of(
                        ProtocolClaims.first(),
                        PretextClaims.all(),
                        ContrastClaims.all(),
                        MomentumClaims.all(),
                        PredictiveClaims.all(),
                        CaptionClaims.all(),
                        TransferClaims.all(),
                        DenseClaims.all(),
                        FamilyClaims.all(),
                        ComparisonClaims.all())
                .flatMap(List::stream)
                .sorted(Comparator.comparingInt(claim -> Integer.parseInt(claim.row())));
        return Stream.concat(rows, FaultyRuns.all().stream()).toList();
    }

    /**
     * Returns a claim.
     *
     * @param row row of the syllabus, e.g. {@code 16}
     * @return the claim
     * @throws IllegalArgumentException if there is none
     */
    public static Claim row(String row) {
        return all().stream()
                .filter(claim -> claim.row().equals(row))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no row " + row));
    }

    /**
     * Returns a curve of a faulty run, for the figure of an exercise.
     *
     * @param exercise e.g. {@code 11.8}
     * @param run {@code A}, which is as it should be, or {@code B}
     * @param figure e.g. {@link Claim#LOSS}
     * @return {@code [2][points]}: steps taken, and the values there
     * @throws IllegalArgumentException if there is none
     */
    public static double[][] curve(String exercise, String run, String figure) {
        return row(exercise).curve(run, figure);
    }
}
