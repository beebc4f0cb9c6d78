/** The Java kernel for Jupyter and its installer. */
package kontrast.kernel;
