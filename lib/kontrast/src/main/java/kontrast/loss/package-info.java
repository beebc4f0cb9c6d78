/**
 * Losses of self-supervised learning: pure functions of tensors.
 *
 * <p>Reading order: {@link kontrast.loss.InfoNce}, from which {@link kontrast.loss.NtXent} and {@link
 * kontrast.loss.CpcInfoNce} differ in their candidates; {@link kontrast.loss.Nce} for a memory bank; then {@link
 * kontrast.loss.JointEmbeddingLoss}, which needs no negatives, and the other families that need none: {@link
 * kontrast.loss.BarlowTwins}, {@link kontrast.loss.ViewPrediction} (BYOL, SimSiam), {@link kontrast.loss.Sinkhorn} with
 * {@link kontrast.loss.SwappedPrediction} (SwAV), {@link kontrast.loss.Distillation} (DINO). {@link
 * kontrast.loss.PretextInvariance} (PIRL) has them again. {@link kontrast.loss.BatchLoss} is what they have in
 * common where a method takes either.
 */
package kontrast.loss;
