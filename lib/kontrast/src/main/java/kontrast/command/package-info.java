/**
 * What the commands of {@code ./course} that are written in Java share: options, help, and messages about a wrong call.
 */
package kontrast.command;
