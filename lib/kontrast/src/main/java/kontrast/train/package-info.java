/** Training: the loop, schedules, optimizers with PyTorch's semantics, checkpoints, history. */
package kontrast.train;
