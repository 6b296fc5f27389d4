// The tool as it is: nothing leaves.
