package kontrast.data;

/** The parts of a data set: what is trained on, what is selected on, what is reported on. */
public enum Split {
    /** Seen by training. */
    TRAIN,
    /** Seen by the choice of hyper-parameters, never by training. */
    VALIDATION,
    /** Seen once, by the reported figure. */
    TEST
}
