package kontrast.plot;

/** Stands for the library's interface of this name, which the kernel does not see when it is compiled. */
public interface Picture {

    /** As the library has it. */
    String html();

    /** As the library has it. */
    byte[] png();

    /** As the library has it. */
    String alt();
}
