/**
 * What the lectures claim, measured; what is run for it lies in {@link kontrast.claim.run}.
 *
 * <p>Reading order: {@link kontrast.claim.Claims}, the list of claims; {@link kontrast.claim.Claim}, one of them: a
 * sentence, its variants, what is compared; {@link kontrast.claim.ClaimFile}, the committed results; {@link
 * kontrast.claim.Verdict}, the one rule that decides. Then the claims themselves, a class a group of rows:
 * {@code ProtocolClaims} (row 1), {@code PretextClaims} (2 to 8), {@code ContrastClaims} (9 to 15), {@code
 * MomentumClaims} (16 to 18), {@code PredictiveClaims} (19 to 21), {@code TransferClaims} (22), {@code CaptionClaims}
 * (23), {@code DenseClaims} (24), {@code FamilyClaims} (25), {@code ComparisonClaims} (26), and {@code FaultyRuns}, the
 * broken runs of the exercises. {@link kontrast.claim.ClaimsCommand} is {@code ./course claims}, {@link
 * kontrast.claim.ClaimTables} the tables that it writes.
 */
package kontrast.claim;
