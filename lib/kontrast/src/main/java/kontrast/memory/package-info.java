/**
 * What outlives a batch: key queues, memory banks, how negatives are drawn from them; and the slow mean of what a
 * network gave.
 *
 * <p>Reading order: {@link kontrast.memory.KeyQueue}, the queue; {@link kontrast.memory.MemoryBank} with {@link
 * kontrast.memory.AliasSampler}, which draws from it, and {@link kontrast.memory.Normaliser}, its Z; {@link
 * kontrast.memory.Centre}, the slow mean.
 */
package kontrast.memory;
