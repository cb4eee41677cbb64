namespace Sgl;

/// <summary>Who multiplies dense matrices; its text is its name.</summary>
internal interface IMatrixProduct
{
    /// <summary>As <see cref="MatrixProduct.Multiply"/>, whose checks have been made; C is not empty.</summary>
    void Multiply(Matrix a, Matrix b, Memory<float> c, Workers workers, bool accumulate, bool downwards);
}
