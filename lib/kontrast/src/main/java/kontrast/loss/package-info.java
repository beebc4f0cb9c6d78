/** Losses of self-supervised learning: pure functions of tensors. */
package kontrast.loss;
