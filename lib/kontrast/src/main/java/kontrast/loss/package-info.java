/**
 * Losses of self-supervised learning: pure functions of tensors.
 *
 * <p>Reading order: {@link kontrast.loss.InfoNce}, from which {@link kontrast.loss.NtXent} and {@link
 * kontrast.loss.CpcInfoNce} differ in their candidates; {@link kontrast.loss.Nce} for a memory bank; then {@link
 * kontrast.loss.JointEmbeddingLoss}, which needs no negatives.
 */
package kontrast.loss;
