/**
 * What outlives a batch: key queues, memory banks, how negatives are drawn from them; and the slow mean of what a
 * network gave.
 */
package kontrast.memory;
