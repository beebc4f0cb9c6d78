/** What outlives a batch: key queues, memory banks, how negatives are drawn from them. */
package kontrast.memory;
