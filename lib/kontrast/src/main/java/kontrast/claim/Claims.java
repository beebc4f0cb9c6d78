package kontrast.claim;

import java.util.List;
import java.util.stream.Stream;

/** The list of what the lectures claim: a method a row of the syllabus. */
public final class Claims {

    private Claims() {}

    /**
     * Returns all claims.
     *
     * @return the rows of the syllabus in their order
     */
    public static List<Claim> all() {
        return Stream.of(
                        ProtocolClaims.first(),
                        PretextClaims.all(),
                        ContrastClaims.all(),
                        MomentumClaims.all(),
                        PredictiveClaims.all(),
                        ProtocolClaims.last())
                .flatMap(List::stream)
                .toList();
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
}
