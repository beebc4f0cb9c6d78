/** One class a method: what it computes from a batch. */
package kontrast.method;
