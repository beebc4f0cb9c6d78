package kontrast.loss;

/** Where the wrong answers of Contrastive Predictive Coding come from. */
public enum Negatives {
    /** All codes of the batch, from the same sequence or image and from others. */
    ALL,
    /** Codes of other images only: what tells this image from others helps, its parts need not. */
    OTHER_IMAGES,
    /**
     * Codes of the same image only: what all parts of an image share (its style, its speaker) is of
     * no help, and need not be learned.
     */
    SAME_IMAGE
}
