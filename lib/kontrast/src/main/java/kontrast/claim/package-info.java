/**
 * What the lectures claim, measured. Read {@link kontrast.claim.Claims} first, the list of claims; then {@link
 * kontrast.claim.Claim}, one claim; {@link kontrast.claim.Trial}, how a figure is measured; {@link
 * kontrast.claim.ClaimFile}, the committed results; and {@link kontrast.claim.Verdict}, the one rule that
 * decides.
 */
package kontrast.claim;
