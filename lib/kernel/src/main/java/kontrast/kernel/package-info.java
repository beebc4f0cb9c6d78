/**
 * The Java kernel for Jupyter and its installer.
 *
 * <p>Reading order: {@link kontrast.kernel.KernelMain} starts everything; {@code Sockets} and
 * {@code Publisher} speak to Jupyter; {@code NotebookKernel} answers requests; {@code JavaSession}
 * runs a cell, which {@code CellParser} has taken apart, on the one {@code CellThread}; {@code
 * CellFailure} says what went wrong. What a cell may call is in {@link kontrast.kernel.NotebookFunctions}.
 *
 * <p>Built on the framework of the JJava kernel, whose extensions ({@code
 * org.dflib.jjava.jupyter.Extension}, found by {@link java.util.ServiceLoader}) it loads.
 */
package kontrast.kernel;
